/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The kernel's headers with constants of sockets, in a translation unit of their own: <linux/tcp.h>
 * and <linux/udp.h> collide with the C library's, others with each other unless <netinet/in.h>
 * comes first.
 */
#include <netinet/in.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_alg.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>
#include <linux/net.h>
#include <linux/net_tstamp.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <linux/tipc_config.h>
#include <linux/tipc_netlink.h>
#include <linux/udp.h>
#include <linux/vm_sockets.h>

/* Not every kernel's headers have these. */
#if __has_include(<linux/atalk.h>)
#include <linux/atalk.h>
#endif
#if __has_include(<linux/atmdev.h>)
#include <linux/atmdev.h>
#endif
#if __has_include(<linux/atmsap.h>)
#include <linux/atmsap.h>
#endif
#if __has_include(<linux/atm.h>)
#include <linux/atm.h>
#endif
#if __has_include(<linux/ax25.h>)
#include <linux/ax25.h>
#endif
#if __has_include(<linux/caif/caif_socket.h>)
#include <linux/caif/caif_socket.h>
#endif
#if __has_include(<linux/can.h>)
#include <linux/can.h>
#endif
#if __has_include(<linux/can/bcm.h>)
#include <linux/can/bcm.h>
#endif
#if __has_include(<linux/can/error.h>)
#include <linux/can/error.h>
#endif
#if __has_include(<linux/can/isotp.h>)
#include <linux/can/isotp.h>
#endif
#if __has_include(<linux/can/j1939.h>)
#include <linux/can/j1939.h>
#endif
#if __has_include(<linux/can/netlink.h>)
#include <linux/can/netlink.h>
#endif
#if __has_include(<linux/can/raw.h>)
#include <linux/can/raw.h>
#endif
#if __has_include(<linux/dccp.h>)
#include <linux/dccp.h>
#endif
#if __has_include(<linux/if_pppox.h>)
#include <linux/if_pppox.h>
#endif
#if __has_include(<linux/if_xdp.h>)
#include <linux/if_xdp.h>
#endif
#if __has_include(<linux/kcm.h>)
#include <linux/kcm.h>
#endif
#if __has_include(<linux/l2tp.h>)
#include <linux/l2tp.h>
#endif
#if __has_include(<linux/llc.h>)
#include <linux/llc.h>
#endif
#if __has_include(<linux/mctp.h>)
#include <linux/mctp.h>
#endif
#if __has_include(<linux/mptcp.h>)
#include <linux/mptcp.h>
#endif
#if __has_include(<linux/netrom.h>)
#include <linux/netrom.h>
#endif
#if __has_include(<linux/nfc.h>)
#include <linux/nfc.h>
#endif
#if __has_include(<linux/phonet.h>)
#include <linux/phonet.h>
#endif
#if __has_include(<linux/qrtr.h>)
#include <linux/qrtr.h>
#endif
#if __has_include(<linux/rds.h>)
#include <linux/rds.h>
#endif
#if __has_include(<linux/rose.h>)
#include <linux/rose.h>
#endif
#if __has_include(<linux/rxrpc.h>)
#include <linux/rxrpc.h>
#endif
#if __has_include(<linux/sctp.h>)
#include <linux/sctp.h>
#endif
#if __has_include(<linux/smc.h>)
#include <linux/smc.h>
#endif
#if __has_include(<linux/tls.h>)
#include <linux/tls.h>
#endif
#if __has_include(<linux/un.h>)
#include <linux/un.h>
#endif
#if __has_include(<linux/x25.h>)
#include <linux/x25.h>
#endif
