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

func TestTitleStart(t *testing.T) {
	for title, want := range map[string]string{
		"“Élan”  vital": "elan vital", "(2+1)-Dimensions": "2 1 dimensions", "...": "", "": "", "BERT: Pre-training of Deep Bidirectional Transformers": "bert pre training of deep bidirectional tr",
	} {
		if want = cut(want, MaxTitleStart); TitleStart(title) != want {
			t.Errorf("TitleStart(%q) = %q, want %q", title, TitleStart(title), want)
		}
	}
	if got := TitleStart(strings.Repeat("机", 50)); !utf8.ValidString(got) || len(got) > MaxTitleStart {
		t.Errorf("TitleStart of 50 characters is %q", got)
	}
}

func TestTitleHead(t *testing.T) {
	for title, want := range map[string]string{
		"BERT: Pre-training": "bert", "GPT-4: a report": "gpt4", "Segment Anything: a model": "segmentanything", "A name of four words: x": "", "No colon": "", "Ratio 3:1 of x": "", "Last: ": "", ": x": "",
	} {
		if got := TitleHead(title); got != want {
			t.Errorf("TitleHead(%q) = %q, want %q", title, got, want)
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
