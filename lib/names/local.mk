# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/addresses.c %D%/addresses.h \
	%D%/addrinfo.c \
	%D%/answer.c %D%/answer.h \
	%D%/byteorder.c \
	%D%/create-connection.c \
	%D%/create-server.c \
	%D%/create.h \
	%D%/database.c %D%/database.h \
	%D%/fqdn.c \
	%D%/hints.h \
	%D%/hostname.c \
	%D%/host-family.c %D%/host-family.h \
	%D%/host-text.c %D%/host-text.h \
	%D%/hosts.c \
	%D%/inet.c \
	%D%/interface.c \
	%D%/internet.c %D%/internet.h \
	%D%/kinds.c %D%/kinds.h \
	%D%/known.c \
	%D%/literal.c %D%/literal.h \
	%D%/lookup.c %D%/lookup.h \
	%D%/nameinfo.c \
	%D%/numeric.c %D%/numeric.h \
	%D%/probe.c \
	%D%/protocol.c \
	%D%/quiet.c %D%/quiet.h \
	%D%/report.c %D%/report.h \
	%D%/resolve.c \
	%D%/service.c

include lib/names/nss/local.mk
include lib/names/cares/local.mk
