package sqlfile

import (
	"errors"
	"slices"

	"modernc.org/sqlite"
)

// Result codes of SQLite (sqlite.org/rescode.html).
const (
	codeError      = 1
	CodeReadOnly   = 8
	codeHotJournal = CodeReadOnly | 3<<8
	CodeIO         = 10
	codeCorrupt    = 11
	CodeFull       = 13
	CodeCantOpen   = 14
	CodeConstraint = 19
	codeNotADB     = 26
	codeIORead     = CodeIO | 1<<8
	codeShortRead  = CodeIO | 2<<8
	codeIOData     = CodeIO | 32<<8
	codeCorruptFS  = CodeIO | 33<<8
)

// CodeOf returns the extended result code of an error of SQLite, 0 for any other error.
func CodeOf(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// IsDamage reports whether an error means that pages cannot be read or are malformed.
func IsDamage(err error) bool {
	switch code := CodeOf(err); code & 0xff {
	case codeCorrupt, codeNotADB:
		return true
	case CodeIO:
		return slices.Contains([]int{codeIORead, codeShortRead, codeIOData, codeCorruptFS}, code)
	}
	return false
}
