# SPDX-License-Identifier: LGPL-2.1-or-later
# Built by "make check" so that they stay right, and installed as documents.  Their own Makefile
# builds them against an installed library.
EXAMPLES = %D%/client %D%/deadline-client %D%/dualstack-server %D%/echo \
	%D%/fd-pass %D%/multicast
check_PROGRAMS += $(EXAMPLES)

# As a user's program is compiled: public headers, no config.h.
EXAMPLE_CPPFLAGS = -I$(top_builddir)/include -I$(top_srcdir)/include

%C%_client_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_client_LDADD = lib/liblinux_sock.la
%C%_deadline_client_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_deadline_client_LDADD = lib/liblinux_sock.la
%C%_dualstack_server_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_dualstack_server_LDADD = lib/liblinux_sock.la
%C%_echo_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_echo_LDADD = lib/liblinux_sock.la
%C%_fd_pass_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_fd_pass_LDADD = lib/liblinux_sock.la
%C%_multicast_CPPFLAGS = $(EXAMPLE_CPPFLAGS)
%C%_multicast_LDADD = lib/liblinux_sock.la

exampledir = $(docdir)/examples
dist_example_DATA = \
	%D%/Makefile \
	%D%/client.c \
	%D%/deadline-client.c \
	%D%/dualstack-server.c \
	%D%/echo.c \
	%D%/fd-pass.c \
	%D%/lsock-family-alg.c \
	%D%/multicast.c
