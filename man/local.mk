# SPDX-License-Identifier: LGPL-2.1-or-later
# Pages lie as man(1) finds them: MANPATH=man man 3 lsock_open.  Most of man3 are one line each,
# .so of the page that describes a group of calls; tests/check-man.sh holds them to the headers.
dist_man_MANS += \
	%D%/man3/lsock_accept.3 \
	%D%/man3/lsock_accept_class.3 \
	%D%/man3/lsock_addr_check.3 \
	%D%/man3/lsock_addr_equal.3 \
	%D%/man3/lsock_addr_format.3 \
	%D%/man3/lsock_addr_from.3 \
	%D%/man3/lsock_addr_from_fields.3 \
	%D%/man3/lsock_addr_hash.3 \
	%D%/man3/lsock_addr_parse.3 \
	%D%/man3/lsock_addr_port.3 \
	%D%/man3/lsock_addr_set_port.3 \
	%D%/man3/lsock_addr_to_fields.3 \
	%D%/man3/lsock_adopt.3 \
	%D%/man3/lsock_bind.3 \
	%D%/man3/lsock_close.3 \
	%D%/man3/lsock_connect.3 \
	%D%/man3/lsock_connect_finish.3 \
	%D%/man3/lsock_constant_at.3 \
	%D%/man3/lsock_constant_by_name.3 \
	%D%/man3/lsock_constant_by_value.3 \
	%D%/man3/lsock_deadline_left.3 \
	%D%/man3/lsock_deadline_poll_ms.3 \
	%D%/man3/lsock_dup.3 \
	%D%/man3/lsock_ended.3 \
	%D%/man3/lsock_error_domain.3 \
	%D%/man3/lsock_error_name.3 \
	%D%/man3/lsock_family_at.3 \
	%D%/man3/lsock_family_by_af.3 \
	%D%/man3/lsock_family_by_name.3 \
	%D%/man3/lsock_family_register.3 \
	%D%/man3/lsock_forever.3 \
	%D%/man3/lsock_getdefaulttimeout.3 \
	%D%/man3/lsock_getpeername.3 \
	%D%/man3/lsock_getsockname.3 \
	%D%/man3/lsock_getsockopt.3 \
	%D%/man3/lsock_getsockopt_int.3 \
	%D%/man3/lsock_getsockopt_u64.3 \
	%D%/man3/lsock_identify.3 \
	%D%/man3/lsock_in_ms.3 \
	%D%/man3/lsock_in_ns.3 \
	%D%/man3/lsock_ioctl.3 \
	%D%/man3/lsock_listen.3 \
	%D%/man3/lsock_nowait.3 \
	%D%/man3/lsock_open.3 \
	%D%/man3/lsock_or_signal.3 \
	%D%/man3/lsock_pair.3 \
	%D%/man3/lsock_plugin_family.3 \
	%D%/man3/lsock_recv.3 \
	%D%/man3/lsock_recvfrom.3 \
	%D%/man3/lsock_send.3 \
	%D%/man3/lsock_send_all.3 \
	%D%/man3/lsock_sendto.3 \
	%D%/man3/lsock_setdefaulttimeout.3 \
	%D%/man3/lsock_setsockopt.3 \
	%D%/man3/lsock_setsockopt_int.3 \
	%D%/man3/lsock_setsockopt_u64.3 \
	%D%/man3/lsock_shutdown.3 \
	%D%/man3/lsock_socket_accept.3 \
	%D%/man3/lsock_socket_adopt.3 \
	%D%/man3/lsock_socket_bind.3 \
	%D%/man3/lsock_socket_bind_text.3 \
	%D%/man3/lsock_socket_close.3 \
	%D%/man3/lsock_socket_connect.3 \
	%D%/man3/lsock_socket_connect_text.3 \
	%D%/man3/lsock_socket_detach.3 \
	%D%/man3/lsock_socket_dup.3 \
	%D%/man3/lsock_socket_ended.3 \
	%D%/man3/lsock_socket_family.3 \
	%D%/man3/lsock_socket_fileno.3 \
	%D%/man3/lsock_socket_free.3 \
	%D%/man3/lsock_socket_getblocking.3 \
	%D%/man3/lsock_socket_getpeername.3 \
	%D%/man3/lsock_socket_getsockname.3 \
	%D%/man3/lsock_socket_getsockopt.3 \
	%D%/man3/lsock_socket_getsockopt_int.3 \
	%D%/man3/lsock_socket_getsockopt_u64.3 \
	%D%/man3/lsock_socket_gettimeout.3 \
	%D%/man3/lsock_socket_ioctl.3 \
	%D%/man3/lsock_socket_listen.3 \
	%D%/man3/lsock_socket_open.3 \
	%D%/man3/lsock_socket_pair.3 \
	%D%/man3/lsock_socket_proto.3 \
	%D%/man3/lsock_socket_recv.3 \
	%D%/man3/lsock_socket_recv_into.3 \
	%D%/man3/lsock_socket_recvfrom.3 \
	%D%/man3/lsock_socket_recvfrom_into.3 \
	%D%/man3/lsock_socket_send.3 \
	%D%/man3/lsock_socket_sendall.3 \
	%D%/man3/lsock_socket_sendto.3 \
	%D%/man3/lsock_socket_sendto_text.3 \
	%D%/man3/lsock_socket_setblocking.3 \
	%D%/man3/lsock_socket_setsockopt.3 \
	%D%/man3/lsock_socket_setsockopt_int.3 \
	%D%/man3/lsock_socket_setsockopt_u64.3 \
	%D%/man3/lsock_socket_settimeout.3 \
	%D%/man3/lsock_socket_shutdown.3 \
	%D%/man3/lsock_socket_type.3 \
	%D%/man3/lsock_strerror.3 \
	%D%/man3/lsock_wait.3 \
	%D%/man7/linux_sock.7 \
	%D%/man7/linux_sock_addr.7

TOOL_PAGES = \
	%D%/man8/lsock-addr.8 \
	%D%/man8/lsock-cat.8 \
	%D%/man8/lsock-check.8
# A tarball has them even if it is made without the tools.
EXTRA_DIST += $(TOOL_PAGES)
if TOOLS
dist_man_MANS += $(TOOL_PAGES)
endif
