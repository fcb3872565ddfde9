# SPDX-License-Identifier: LGPL-2.1-or-later
TOOL_SOURCES = \
	%D%/tool.c %D%/tool.h \
	%D%/json.c %D%/json.h \
	%D%/text.c \
	%D%/type.c
