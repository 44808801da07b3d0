package lists

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// ParseKey returns the key in the address of a list, or s itself if it is no address.
func ParseKey(s string) Key {
	if _, rest, found := strings.Cut(s, "/lists/"); found {
		s, _, _ = strings.Cut(rest, "/")
	}
	if u, err := url.Parse(s); err == nil {
		s = u.Path
	}
	return Key(s)
}

// ParseDays parses a number of days, weeks or years (of 365 days), such as 90d, 12w or 1y, and
// returns it in days. The empty string and "0" are 0 days. The maximum is maxUnusedDays.
func ParseDays(s string) (int, error) {
	if s == "" || s == "0" {
		return 0, nil
	}
	unit := map[string]int{"d": 1, "w": 7, "y": 365}[s[len(s)-1:]]
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || unit == 0 || n < 1 || n > maxUnusedDays/unit {
		return 0, errors.New("want days, weeks or years, such as 90d, 12w or 1y")
	}
	return n * unit, nil
}
