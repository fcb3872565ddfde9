# SPDX-License-Identifier: LGPL-2.1-or-later
SCRIPT_TESTS += \
	%D%/test-cat.sh \
	%D%/test-resolve-tool.sh \
	%D%/test-texts.sh \
	%D%/test-tools.sh
test_cat_NEEDS = $(bin_PROGRAMS)
test_resolve_tool_NEEDS = $(bin_PROGRAMS) tests/dns/with-names
test_texts_NEEDS = $(bin_PROGRAMS)
test_tools_NEEDS = $(bin_PROGRAMS)
