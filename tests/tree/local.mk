# SPDX-License-Identifier: LGPL-2.1-or-later
# What holds of the tree, and of what is built and installed.
SCRIPT_TESTS += \
	%D%/check-calls.sh \
	%D%/check-commits.sh \
	%D%/check-headers.sh \
	%D%/check-installed.sh \
	%D%/check-layers.sh \
	%D%/check-man.sh \
	%D%/check-options.sh \
	%D%/check-parity.sh \
	%D%/check-sources.sh \
	%D%/check-symbols.sh \
	%D%/check-tests.sh \
	%D%/check-told.sh
check_calls_NEEDS = lib/libcore.la lib/libsys.la lib/libfault.la
check_installed_NEEDS = $(lib_LTLIBRARIES) $(bin_PROGRAMS)
check_options_NEEDS = $(lib_LTLIBRARIES)
check_symbols_NEEDS = $(lib_LTLIBRARIES)
EXTRA_DIST += scripts/check-commits %D%/asks.awk %D%/option-rows.c \
	%D%/options-excluded.tsv %D%/python-names.tsv

# The entries of linux_sock_options(7), as this machine's headers and the table make them.
.PHONY: option-page
option-page: $(check_options_NEEDS)
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) srcdir='$(srcdir)' PRINT_PAGE=1 \
	$(SHELL) $(srcdir)/%D%/check-options.sh | sed '/^ok /d'
