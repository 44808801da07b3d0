package text

import "testing"

func TestUpperFirst(t *testing.T) {
	for s, want := range map[string]string{"": "", "every day": "Every day", "été": "Été", "Ada": "Ada"} {
		if got := UpperFirst(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
