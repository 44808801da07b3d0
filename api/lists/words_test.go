package lists

import "testing"

func TestParseDays(t *testing.T) {
	for text, want := range map[string]int{"": 0, "0": 0, "90d": 90, "12w": 84, "1y": 365} {
		if got, err := ParseDays(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"90", "d", "-1d", "1h", "1dd", "1000y", "1.5d"} {
		if got, err := ParseDays(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
}

func TestParseKey(t *testing.T) {
	for text, want := range map[string]Key{
		"abc": "abc", "/lists/abc": "abc", "https://papers.example/lists/abc": "abc", "https://papers.example/lists/abc/new?x=1": "abc",
		"/lists/abc?sort=date": "abc", "12": "12",
	} {
		if got := ParseKey(text); got != want {
			t.Errorf("ParseKey(%q) = %q, want %q", text, got, want)
		}
	}
}
