package index

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestVenues(t *testing.T) {
	for text, want := range map[string][]string{"ACL": {"ACL"}, "ACL; IJCNLP": {"ACL", "IJCNLP"}, " ; ACL;": {"ACL"}, "JEP/TALN/RECITAL": {"JEP/TALN/RECITAL"}} {
		if got := Venues(text); !slices.Equal(got, want) {
			t.Errorf("Venues(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for text, want := range map[string]string{"“Élan”  vital": "elan” vital", "(2+1)-Dimensions": "2+1)-dimensions", "...": "", "": ""} {
		if got := TitleKey(text); got != want {
			t.Errorf("TitleKey(%q) = %q, want %q", text, got, want)
		}
	}
	if got := TitleKey(strings.Repeat("机", 50)); !utf8.ValidString(got) || len(got) > maxTitleKey {
		t.Errorf("TitleKey of 50 characters is %q", got)
	}
	for key, want := range map[string]string{"christopher d manning": "manning christopher d", "x": "x", "": ""} {
		if got := NameKey(key); got != want {
			t.Errorf("NameKey(%q) = %q, want %q", key, got, want)
		}
	}
}
