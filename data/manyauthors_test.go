package data

import (
	"fmt"
	"testing"
	"time"
)

// TestManyAuthors checks that validating, merging and comparing the longest lists of authors takes no more than time
// in proportion to their length: with every pair compared, it would be minutes.
func TestManyAuthors(t *testing.T) {
	list := func(seed int) (names []string) {
		for i := range MaxAuthors {
			names = append(names, fmt.Sprintf("Given%d Middle%d Surname%d", i%977, i%1009, i*7+seed))
		}
		return names
	}
	began := time.Now()
	a := Record{Paper: Paper{Title: "Title", ID: "doi:10.1000/x", Authors: list(0)}}
	b := Record{Paper: Paper{Title: "Title", ID: "doi:10.1000/x", Authors: list(1), Groups: list(1)}}
	for _, r := range []*Record{&a, &b} {
		if err := Validate(r); err != nil {
			t.Fatal(err)
		}
	}
	if got := Merge([]Record{a, b}); len(got.Authors) != MaxAuthors {
		t.Errorf("the merged paper has %d authors", len(got.Authors))
	}
	if share, _ := commonAuthors(a.Paper.Authors, b.Paper.Authors); share > .5 {
		t.Errorf("%.2f of the authors are in common", share)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}
