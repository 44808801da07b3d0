package access

import (
	"fmt"
	"time"
)

// ParseSince parses a span before now as read by ParseSpan, a date, which means its beginning in
// the local time zone, or an RFC 3339 time. The empty string is the zero time.
func ParseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if span, err := ParseSpan(text); err == nil && span >= 0 {
		return now.Add(-span), nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day, nil
	}
	return time.Time{}, fmt.Errorf("%q: want 24h, 7d, 2026-03-31 or 2026-03-31T10:00:00Z", text)
}
