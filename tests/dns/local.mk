# SPDX-License-Identifier: LGPL-2.1-or-later
# A name server of the tests' own, and the files that name services read.
DNS_SOURCES = \
	%D%/dns.c %D%/dns.h \
	%D%/dns-hostile.c %D%/dns-hostile.h \
	%D%/dns-message.c %D%/dns-message.h \
	%D%/dns-pointer.c \
	%D%/dns-script.c \
	%D%/nameservice.c %D%/nameservice.h
HARNESS_SOURCES += %D%/dns-scene.c %D%/dns-scene.h $(DNS_SOURCES)

# Runs a command where names are those of nameservice.h.  A script and a bench use it, without the
# check library, too: it has objects of its own.
EXTRA_PROGRAMS += %D%/with-names
CLEANFILES += %D%/with-names
%C%_with_names_SOURCES = %D%/with-names.c tests/harness/netns.c tests/harness/netns.h \
	$(DNS_SOURCES)
%C%_with_names_CPPFLAGS = $(AM_CPPFLAGS)
%C%_with_names_LDADD =
