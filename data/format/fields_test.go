package format

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

func TestAddCategories(t *testing.T) {
	var r data.Record
	AddCategories(&r, " cs.CL ", "hep-th", "cond-mat.mtrl-sci", "physics.acc-ph", "q-bio", "cmp-lg", "math.AG", "cs.CL", "astro-ph",
		"cs", "math", "physics", "deep learning", "Cs.CL", "cs.", "cs.C", "cs.C1", "cs.CL-X", "cs.CL-", "econ.", "05C80", "hep-th.A", "a.CL", "")
	want := []string{"cs.CL", "hep-th", "cond-mat.mtrl-sci", "physics.acc-ph", "q-bio", "cmp-lg", "math.AG", "astro-ph"}
	if diff := cmp.Diff(want, r.Paper.Categories); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
}
