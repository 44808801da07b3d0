package index

import (
	"slices"
	"testing"
)

func TestVenues(t *testing.T) {
	for text, want := range map[string][]string{"ACL": {"ACL"}, "ACL; IJCNLP": {"ACL", "IJCNLP"}, " ; ACL;": {"ACL"}, "JEP/TALN/RECITAL": {"JEP/TALN/RECITAL"}} {
		if got := venues(text); !slices.Equal(got, want) {
			t.Errorf("venues(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTypedAsName(t *testing.T) {
	for text, want := range map[string]bool{"BERT": true, "RoBERTa": true, "GPT-4": true, "word2vec": true, "bert": false, "Attention": false, "Deep Learning": false, "": false} {
		if TypedAsName(text) != want {
			t.Errorf("%q is typed as a name: %v", text, !want)
		}
	}
}

func TestNameKey(t *testing.T) {
	for key, want := range map[string]string{"christopher d manning": "manning christopher d", "x": "x", "": ""} {
		if got := NameKey(key); got != want {
			t.Errorf("NameKey(%q) = %q, want %q", key, got, want)
		}
	}
}
