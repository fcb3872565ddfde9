# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += %D%/test-constants

EXTRA_DIST += %D%/constants-beyond.tsv %D%/constants-python.tsv
