package api_test

import (
	"math"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/similar"
	"paperboy/data"
)

const (
	graphs      = data.ID("arxiv:2203.03850")
	translation = data.ID("doi:10.1000/x,y/z")
	speech      = data.ID("acl:2020.acl-main.1")
)

// addsUp checks that the weights of the terms in r add up to its score.
func addsUp(t *testing.T, what string, r similar.Reasons) {
	t.Helper()
	sum := r.OtherTerms.Weight
	for _, s := range r.SharedTerms {
		sum += s.Weight
	}
	if math.Abs(sum-r.Score) > 1e-9 || r.Score <= 0 {
		t.Errorf("%s scores %v, its terms add up to %v", what, r.Score, sum)
	}
}

func TestReasonsAddUp(t *testing.T) {
	r := newRig(t)
	for _, path := range []string{"/similar?id=10.1000/x,y/z", "/similar?id=10.1000/x,y/z&shared_terms=1", "/similar?like=10.1000/x,y/z&unlike=2203.03850&boost_terms=attention:3"} {
		hits := answer[similar.Answer](r, path).Hits
		if len(hits) == 0 {
			t.Errorf("GET %s finds nothing", path)
		}
		for _, h := range hits {
			addsUp(t, path+": "+string(h.ID), h.Reasons)
		}
	}
	hit := answer[similar.Answer](r, "/similar?id=10.1000/x,y/z&shared_terms=1").Hits[0]
	if len(hit.SharedTerms) != 1 || hit.OtherTerms.Count == 0 {
		t.Errorf("one term of several: %+v", hit.Reasons)
	}
}

// TestTermsFollow checks that without_terms and boost_terms change the weights of a hit's terms as
// they say.
func TestTermsFollow(t *testing.T) {
	r := newRig(t)
	weights := func(path string) map[string]float64 {
		found := map[string]float64{}
		for _, h := range answer[similar.Answer](r, path+"&shared_terms=100").Hits {
			if h.ID == speech {
				for _, s := range h.SharedTerms {
					found[s.Term] = s.Weight
				}
			}
		}
		return found
	}
	before := weights("/similar?id=10.1000/x,y/z")
	if len(before) < 2 {
		t.Fatalf("only %v are shared", before)
	}
	for term := range before {
		if after := weights("/similar?id=10.1000/x,y/z&without_terms=" + term); len(after) != len(before)-1 || after[term] != 0 {
			t.Errorf("without %s: %v, before %v", term, after, before)
		}
		if after := weights("/similar?id=10.1000/x,y/z&boost_terms=" + term + ":0"); after[term] != 0 {
			t.Errorf("%s with factor 0: %v, before %v", term, after, before)
		}
		if after := weights("/similar?id=10.1000/x,y/z&boost_terms=" + term + ":2"); after[term] <= before[term] {
			t.Errorf("%s twice: %v, before %v", term, after, before)
		}
		if after := weights("/similar?id=10.1000/x,y/z&boost_terms=" + term + ":0.5"); after[term] >= before[term] {
			t.Errorf("%s half: %v, before %v", term, after, before)
		}
	}
	status, body := r.post("/similar", `{"like":"10.1000/x,y/z","boost_terms":{"attention":2,"text":0},"shared_terms":100}`)
	asObject := decode[similar.Answer](r, body)
	asText := answer[similar.Answer](r, "/similar?id=10.1000/x,y/z&boost_terms=attention:2&boost_terms=text:0&shared_terms=100")
	asObject.TookMS, asText.TookMS = 0, 0
	if diff := cmp.Diff(asText, asObject); status != http.StatusOK || diff != "" {
		t.Errorf("boosts as an object: %d (-as text +as object)\n%s", status, diff)
	}
}

// TestDuplicates uses papers that one catalogue lists twice, which ingest therefore does not merge.
func TestDuplicates(t *testing.T) {
	r := newRig(t)
	r.post("/papers?wait=visible", `{"id":"acl:2019.a-1.1","title":"Attention networks for speech, once more","authors":["B. Two"]}
{"id":"acl:2020.b-1.2","title":"Attention Networks for Speech, once more!","authors":["Two, B."],"abstract":"To appear."}
{"id":"acl:2021.acl-long.9","title":"Translating Speech & Text","authors":["B. Two","A. One"],"abstract":"Another abstract of its own."}`)
	got := answer[similar.Answer](r, "/papers/acl:2020.acl-main.1/similar")
	if len(got.Duplicates) != 1 || got.Duplicates[0].Score <= 0 {
		t.Fatalf("duplicates of the paper in the request: %+v, want one with a score", got.Duplicates)
	}
	want := similar.Duplicate{ID: "acl:2021.acl-long.9", Title: "Translating Speech & Text", Score: got.Duplicates[0].Score, Reason: "same title and authors", Of: speech}
	if diff := cmp.Diff(want, got.Duplicates[0]); diff != "" {
		t.Errorf("duplicate of the paper in the request (-want +got):\n%s", diff)
	}
	duplicates := map[data.ID]data.ID{}
	for _, h := range got.Hits {
		for _, d := range h.Duplicates {
			duplicates[h.ID] = d.ID
		}
	}
	if diff := cmp.Diff(map[data.ID]data.ID{"acl:2019.a-1.1": "acl:2020.b-1.2"}, duplicates); diff != "" {
		t.Errorf("duplicates of hits (-want +got):\n%s", diff)
	}
}

func TestBetween(t *testing.T) {
	r := newRig(t)
	got := answer[similar.BetweenAnswer](r, "/between?a=2203.03850&b=10.1000/x,y/z")
	if len(got.Hits) == 0 || got.Hits[0].ID != speech || got.Hits[0].Paper.Title == "" {
		t.Fatalf("between: %+v", got.Hits)
	}
	for _, h := range got.Hits {
		addsUp(t, "a of "+string(h.ID), h.A)
		addsUp(t, "b of "+string(h.ID), h.B)
		if h.Score != min(h.A.Score, h.B.Score) {
			t.Errorf("%s scores %v between %v and %v", h.ID, h.Score, h.A.Score, h.B.Score)
		}
		if h.ID == graphs || h.ID == translation {
			t.Errorf("%s is between itself and another", h.ID)
		}
	}
	if hits := answer[similar.BetweenAnswer](r, "/between?a=2203.03850&b=10.1000/x,y/z&to=2019").Hits; len(hits) != 0 {
		t.Errorf("between, before 2020: %+v", hits)
	}
}
