# SPDX-License-Identifier: LGPL-2.1-or-later
# make mutants (lanes.mk): are the tests blind?
SCRIPT_TESTS += %D%/check-mutants.sh
EXTRA_DIST += %D%/mutate.awk %D%/run
