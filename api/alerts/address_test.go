package alerts_test

import (
	"strings"
	"testing"

	"paperboy/api/alerts"
)

func TestNormalizeAddress(t *testing.T) {
	for address, want := range map[string]string{
		"ada@example.org":                 "ada@example.org",
		" Ada.Lovelace@Example.ORG ":      "Ada.Lovelace@example.org",
		"a+b{c}@mail.example.co.uk":       "a+b{c}@mail.example.co.uk",
		"ada@bücher.example":              "ada@xn--bcher-kva.example",
		"ada@BÜCHER.example":              "ada@xn--bcher-kva.example",
		"ada@p\u0430ypal.com":             "ada@xn--pypal-4ve.com", // Cyrillic a
		strings.Repeat("a", 64) + "@b.de": strings.Repeat("a", 64) + "@b.de",
	} {
		if got, err := alerts.NormalizeAddress(address); err != nil || got != want {
			t.Errorf("%q: got %q and error %v, want %q", address, got, err, want)
		}
	}
	for _, address := range []string{
		"", "ada", "@example.org", "ada@", "ada@localhost", "ada@127.0.0.1", "ada@[127.0.0.1]", "ada@[IPv6:::1]",
		"ada@example.org\r\nBcc: eve@example.org", "ada\n@example.org", "ada@example.org\x00", "ada\x00@example.org",
		`"ada lovelace"@example.org`, `"ada\"@example.org`, `ada\@example.org`, "Ada <ada@example.org>", "<ada@example.org>",
		"ada@example.org, eve@example.org", "ada@eve@example.org", "ada..l@example.org", ".ada@example.org", "ada.@example.org",
		"ada lovelace@example.org", "ada(comment)@example.org", "ada@example..org", "ada@-example.org", "ada@example.org.",
		"ada@exa mple.org", "ada@example_.org", "äda@example.org", "ada@\u202egro.elpmaxe", "ada@example.org?subject=x", "ada%0a@example.org%0d",
		strings.Repeat("a", 65) + "@example.org", "ada@" + strings.Repeat("a", 64) + ".org", "ada@" + strings.Repeat("abc.", 70) + "org",
		"ada\u00a0@example.org", "ada@example.org\u2028",
	} {
		if got, err := alerts.NormalizeAddress(address); err == nil {
			t.Errorf("%q: got %q, want an error", address, got)
		}
	}
}

func TestMask(t *testing.T) {
	for address, want := range map[string]string{
		"ada@example.org": "a***@e***.org", "a@b.co.uk": "a***@b***.uk", "ada@localhost": "a***@l***", "ada": "***", "": "***", "@": "***",
	} {
		if got := alerts.Mask(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}

// FuzzNormalizeAddress checks that what is accepted can be written into a header and an SMTP
// command as it is, and stays the same.
func FuzzNormalizeAddress(f *testing.F) {
	for _, address := range []string{"ada@example.org", "ada@bücher.example", "a\r\nb@c.de", `"a b"@c.de`, "a@[::1]"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got, err := alerts.NormalizeAddress(address)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, "\r\n\x00 \t<>,;:\"\\()[]") || strings.Count(got, "@") != 1 {
			t.Errorf("%q: got %q", address, got)
		}
		for _, r := range got {
			if r <= ' ' || r > '~' {
				t.Errorf("%q: got %q with %q", address, got, r)
			}
		}
		if again, err := alerts.NormalizeAddress(got); err != nil || again != got {
			t.Errorf("%q: got %q, then %q and error %v", address, got, again, err)
		}
	})
}
