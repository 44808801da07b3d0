// Package figures writes numbers and sizes for people, and parses those that people write.
//
// It does not know what the numbers count, and prints nothing.
package figures

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Count returns a number of things: "1 paper", "64,351 papers". The plural of noun must end in
// an added s.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Thousands(n) + " " + noun + "s"
}

// Thousands returns n with its digits in groups of three: "64,351".
func Thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Milliseconds returns d in milliseconds, to a microsecond.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Bytes returns a size in decimal units, from B to TB, with one decimal from kB on: "1.5 MB".
func Bytes(n int64) string {
	const unit = 1000
	if n < unit {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, prefix := float64(n)/unit, 0
	for ; value >= unit && prefix < 3; prefix++ {
		value /= unit
	}
	return strconv.FormatFloat(value, 'f', 1, 64) + " " + "kMGT"[prefix:prefix+1] + "B"
}

// shifts are the binary logarithms of the units that ParseBytes knows, by their first letter.
var shifts = map[string]int{"": 0, "k": 10, "m": 20, "g": 30, "t": 40}

// ParseBytes parses a size, such as 1000, 64KiB, 500 MiB or 1.5GiB, and returns it in bytes. K,
// KB and KiB all mean 1024 bytes, likewise M, G and T; upper and lower case are the same. It
// reports false if s is no size, or is negative or larger than an int64.
func ParseBytes(s string) (bytes int64, ok bool) {
	number := strings.TrimRight(s, "KMGTiBkmgtb ")
	unit := strings.ToLower(strings.TrimSpace(s[len(number):]))
	if prefix, isIEC := strings.CutSuffix(unit, "ib"); isIEC && prefix != "" {
		unit = prefix
	} else {
		unit = strings.TrimSuffix(unit, "b")
	}
	shift, ok := shifts[unit]
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseFloat(number, 64)
	value *= float64(int64(1) << shift)
	if err != nil || !(value >= 0 && value < math.MaxInt64) {
		return 0, false
	}
	return int64(value), true
}
