/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of SOL_PACKET. */
#include <linux/filter.h>
#include <linux/if_packet.h>

#include "options/members.h"
#include "options/rows.h"

#define LEVEL .level = SOL_PACKET, FAMILIES(AF_PACKET), .protocol = -1

const struct lsock_word lsock__words_version[] = {
	{ "v1", TPACKET_V1 }, { "v2", TPACKET_V2 }, { "v3", TPACKET_V3 }, { NULL, 0 },
};

/* struct tpacket_req3: the kernel looks at the first four of them before version 3. */
static const struct lsock__option_member ring_members[] = {
	{ "block_size", 4, false, false }, { "block_nr", 4, false, false },
	{ "frame_size", 4, false, false }, { "frame_nr", 4, false, false },
	{ "retire_blk_tov", 4, false, false }, { "sizeof_priv", 4, false, false },
	{ "feature_req_word", 4, false, true }, { "", 0, false, false },
};

/* The last of them in version 3 only. */
static const struct lsock__option_member statistics_members[] = {
	{ "packets", 4, false, false }, { "drops", 4, false, false },
	{ "freeze_q_cnt", 4, false, false }, { "", 0, false, false },
};

static const struct lsock__option_member rollover_members[] = {
	{ "all", 8, false, false }, { "huge", 8, false, false }, { "failed", 8, false, false },
	{ "", 0, false, false },
};

const struct lsock_option_form lsock__form_ring = MEMBERS_FORM(ring_members);
const struct lsock_option_form lsock__form_statistics = MEMBERS_FORM(statistics_members);
const struct lsock_option_form lsock__form_rollover = MEMBERS_FORM(rollover_members);

static const struct lsock__option_row rows[] = {
#include "options/packet.def"
};

OPTION_LEVEL(packet);
