package text

import "testing"

func TestClipWords(t *testing.T) {
	tests := []struct {
		name, s string
		limit   int
		want    string
	}{
		{"short", "a short one", 20, "a short one"},
		{"at a space", "rate distortion theory", 18, "rate distortion…"},
		{"without a space", "aaaaaaaaaa", 5, "aaaa…"},
		{"characters, not bytes", "ααααα βββββ", 8, "ααααα…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ClipWords(test.s, test.limit); got != test.want {
				t.Errorf("ClipWords(%q, %d) = %q, want %q", test.s, test.limit, got, test.want)
			}
		})
	}
}
