# SPDX-License-Identifier: LGPL-2.1-or-later
# The headers of some levels clash with each other: each level has a file of its own, and its rows
# are in the .def of its name.
lib_libcore_la_SOURCES += \
	%D%/by-name.c \
	%D%/bytes.c \
	%D%/data.c %D%/data.h \
	%D%/filter.c \
	%D%/fit.c %D%/fit.h \
	%D%/form.h %D%/forms.def \
	%D%/groups.c \
	%D%/interface.c \
	%D%/ip.c %D%/ip.def \
	%D%/ipv6.c %D%/ipv6.def \
	%D%/link.c \
	%D%/members.c %D%/members.h \
	%D%/netlink.c %D%/netlink.def \
	%D%/number.c %D%/number.h \
	%D%/option.c \
	%D%/packet.c %D%/packet.def \
	%D%/peer.c \
	%D%/rate.c \
	%D%/rows.h \
	%D%/setting.c \
	%D%/since.def \
	%D%/socket.c %D%/socket.def \
	%D%/table.c %D%/table.h \
	%D%/tcp.c %D%/tcp.def %D%/tcp-info.def \
	%D%/time.c \
	%D%/tipc.c %D%/tipc.def \
	%D%/udp.c %D%/udp.def \
	%D%/value.c %D%/value.h \
	%D%/vsock.c %D%/vsock.def \
	%D%/why.c %D%/why.h \
	%D%/words.def
nodist_lib_libcore_la_SOURCES += %D%/index.inc
BUILT_SOURCES += %D%/index.inc
CLEANFILES += %D%/index.inc
EXTRA_DIST += %D%/make-index.sh

# In the order of the table.
OPTION_LEVELS = socket ip ipv6 tcp udp netlink tipc vsock packet

# Needed before the first compilation, in whatever order make comes to it.
%D%/table.lo: %D%/index.inc

%D%/index.inc: %D%/make-index.sh %D%/rows.h $(OPTION_LEVELS:%=%D%/%.c) \
	$(OPTION_LEVELS:%=%D%/%.def) Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && AWK='$(AWK)' \
		COMPILE='$(CC) $(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS) $(AM_CFLAGS) $(CFLAGS)' \
		$(SHELL) $(srcdir)/%D%/make-index.sh \
		$(OPTION_LEVELS:%=$(srcdir)/%D%/%.c) >$@.tmp && mv $@.tmp $@
