# SPDX-License-Identifier: LGPL-2.1-or-later
# LSOCK_CFLAGS(VARIABLE, FLAGS): adds to VARIABLE those of FLAGS that the compiler takes.
# LSOCK_LDFLAGS(VARIABLE, FLAGS): the same for the linker.
# Shell loops, not m4 ones: linker flags hold commas, which make cache names that m4 refuses.
AC_DEFUN([LSOCK_CFLAGS], [
	AC_SUBST([$1])
	save_CFLAGS=$CFLAGS
	for flag in $2; do
		AC_MSG_CHECKING([whether the compiler takes $flag])
		CFLAGS="$save_CFLAGS -Werror $flag"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes]); $1="$$1 $flag"], [AC_MSG_RESULT([no])])
	done
	CFLAGS=$save_CFLAGS
])

AC_DEFUN([LSOCK_LDFLAGS], [
	AC_SUBST([$1])
	save_LDFLAGS=$LDFLAGS
	for flag in $2; do
		AC_MSG_CHECKING([whether the linker takes $flag])
		LDFLAGS="$save_LDFLAGS -Werror $flag"
		AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
			[AC_MSG_RESULT([yes]); $1="$$1 $flag"], [AC_MSG_RESULT([no])])
	done
	LDFLAGS=$save_LDFLAGS
])
