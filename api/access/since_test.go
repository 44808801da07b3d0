package access_test

import (
	"testing"
	"time"

	"paperboy/api/access"
)

func TestParseSince(t *testing.T) {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                     {},
		"24h":                  now.Add(-24 * time.Hour),
		"7d":                   now.Add(-7 * 24 * time.Hour),
		"2026-03-30":           time.Date(2026, 3, 30, 0, 0, 0, 0, time.Local),
		"2026-03-30T10:00:00Z": time.Date(2026, 3, 30, 10, 0, 0, 0, time.UTC),
	} {
		if got, err := access.ParseSince(text, now); err != nil || !got.Equal(want) {
			t.Errorf("ParseSince(%q) = %s, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"yesterday", "-7d", "2026-13-01", "7"} {
		if got, err := access.ParseSince(text, now); err == nil {
			t.Errorf("ParseSince(%q) = %s, want an error", text, got)
		}
	}
}
