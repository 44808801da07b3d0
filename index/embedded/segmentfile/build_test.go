package segmentfile

import (
	"strings"
	"testing"

	"paperboy/index/analysis"
)

// TestBuilderForgets checks that a builder that waits for the next segment holds on to no text.
func TestBuilderForgets(t *testing.T) {
	b := &builder{ids: map[string]uint32{}}
	if _, err := b.build([]*Draft{{Number: 1, Record: []byte("r"), Title: analysis.Tokenize(nil, "Deep learning of graphs")}}); err != nil {
		t.Fatal(err)
	}
	if len(b.ids) > 0 || strings.Join(b.forms, "") != "" {
		t.Errorf("it knows %v and %q", b.ids, b.forms)
	}
}
