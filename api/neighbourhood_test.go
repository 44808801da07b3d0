package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/fields"
	"paperboy/api/similar"
	"paperboy/data"
)

func TestNeighbourhood(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/papers/10.1000/x,y/z/neighbourhood", "/papers/10.1000%2Fx,y%2Fz/neighbourhood?n=3"} {
		got := answer[similar.NeighbourhoodAnswer](r, path)
		if got.Paper.ID != "doi:10.1000/x,y/z" || got.Paper.Title == "" {
			t.Errorf("GET %s: of %+v", path, got.Paper)
		}
		similar := answer[similar.Answer](r, "/papers/10.1000/x,y/z/similar")
		if diff := cmp.Diff(similar.Hits, got.Hits); diff != "" {
			t.Errorf("GET %s: hits (-similar +got):\n%s", path, diff)
		}
		known := map[data.ID]bool{got.Paper.ID: true}
		for _, h := range got.Hits {
			known[h.ID] = true
		}
		linked := map[data.ID]bool{}
		for _, l := range got.Links {
			if !known[l.Source] || !known[l.Target] || l.Source == l.Target || l.Cosine <= 0 || l.Cosine > 1 {
				t.Errorf("GET %s: link %+v", path, l)
			}
			linked[l.Source], linked[l.Target] = true, true
		}
		if len(linked) != len(got.Hits)+1 {
			t.Errorf("GET %s: %d of %d papers are linked", path, len(linked), len(got.Hits)+1)
		}
	}
	if got := answer[similar.NeighbourhoodAnswer](r, "/papers/2203.03850/neighbourhood?n=1&fields=id"); len(got.Hits) != 1 || len(got.Links) != 1 || got.Hits[0].Paper.Title != "" {
		t.Errorf("one neighbour: %+v", got)
	}
	if got := answer[similar.NeighbourhoodAnswer](r, "/papers/2203.03850/neighbourhood?from=2199"); len(got.Hits) != 0 || len(got.Links) != 0 {
		t.Errorf("neighbours of the far future: %+v", got)
	}
}

// TestPaperCalledNeighbourhood checks that a paper whose id ends like the path of an endpoint can be
// reached by writing the slash as %2F.
func TestPaperCalledNeighbourhood(t *testing.T) {
	r := newEmptyRig(t)
	if status, body := r.post("/papers?wait=visible", `{"id":"x:a/neighbourhood","title":"A neighbourhood"}`); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	if got := answer[fields.Paper](r, "/papers/x:a%2Fneighbourhood"); got.ID != "x:a/neighbourhood" {
		t.Errorf("the paper: %+v", got)
	}
	if got := answer[similar.NeighbourhoodAnswer](r, "/papers/x:a%2Fneighbourhood/neighbourhood"); got.Paper.ID != "x:a/neighbourhood" || got.Hits == nil || got.Links == nil {
		t.Errorf("its neighbourhood: %+v", got)
	}
	if status, _ := r.get("/papers/x:a/neighbourhood"); status != http.StatusNotFound {
		t.Errorf("the neighbourhood of x:a, which does not exist: %d", status)
	}
}
