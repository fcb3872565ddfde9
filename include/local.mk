# SPDX-License-Identifier: LGPL-2.1-or-later
linux_sockincludedir = $(includedir)/linux_sock
linux_sockinclude_HEADERS = \
	%D%/linux_sock/addr.h \
	%D%/linux_sock/connection.h \
	%D%/linux_sock/constant.h \
	%D%/linux_sock/control.h \
	%D%/linux_sock/deadline.h \
	%D%/linux_sock/descriptor.h \
	%D%/linux_sock/error.h \
	%D%/linux_sock/family.h \
	%D%/linux_sock/field.h \
	%D%/linux_sock/host.h \
	%D%/linux_sock/inet.h \
	%D%/linux_sock/interface.h \
	%D%/linux_sock/io.h \
	%D%/linux_sock/ip.h \
	%D%/linux_sock/linux_sock.h \
	%D%/linux_sock/message.h \
	%D%/linux_sock/netlink.h \
	%D%/linux_sock/netns.h \
	%D%/linux_sock/nlerror.h \
	%D%/linux_sock/nlmsg.h \
	%D%/linux_sock/nlreq.h \
	%D%/linux_sock/nlset.h \
	%D%/linux_sock/notice.h \
	%D%/linux_sock/option.h \
	%D%/linux_sock/service.h \
	%D%/linux_sock/socket.h \
	%D%/linux_sock/sockopt.h \
	%D%/linux_sock/stream.h \
	%D%/linux_sock/why.h \
	%D%/linux_sock/word.h
nodist_linux_sockinclude_HEADERS = %D%/linux_sock/version.h
