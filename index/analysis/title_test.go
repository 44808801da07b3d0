package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTitleStart(t *testing.T) {
	for title, want := range map[string]string{
		"“Élan”  vital": "elan vital", "(2+1)-Dimensions": "2 1 dimensions", "...": "", "": "", "BERT: Pre-training of Deep Bidirectional Transformers": "bert pre training of deep bidirectional tr",
	} {
		if want = CutStart(want); TitleStart(title) != want {
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
