package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/api"
	"paperboy/api/search"
)

func TestRelaxations(t *testing.T) {
	r := newRig(t)
	tests := []struct {
		name, search string
		want         []string // kind, dropped part and count
	}{
		{"a word in vain", "q=zyzzyva+networks&match=all", []string{"match all 4", "word zyzzyva 4"}},
		{"two parts", `q=networks+"ricci+flow"+author:nobody`, []string{`parts "ricci flow", author:nobody 4`, `parts networks, author:nobody 1`}},
		{"a phrase", `q=attention+"ricci+flow"`, []string{`phrase "ricci flow" 2`, "word attention 1"}},
		{"an exclusion", "q=title:ricci+-flow", []string{"word title:ricci 4", "exclusion -flow 1"}},
		{"alternatives", "q=ricci+(bert+OR+roberta)", []string{"alternatives bert OR roberta 1"}},
		{"a range", "q=networks+year:1999", []string{"range date:1999 4"}},
		{"dates of all kinds are one", "q=networks&date=1999&from=1998&to=2001", []string{"filter date 4"}},
		{"filters together and one by one", "q=attention&date=1999&author=ada+lovelace", []string{"filters filters 2", "filter date 1"}},
		{"a filter and a word", "q=attention&source=api&category=cs.LG", []string{"filters filters 2", "filter category 2", "word attention 1"}},
		{"authors by number", "q=ricci&authors_min=3", []string{"word ricci 2", "filter author_count 1"}},
		{"moments", "q=ricci&added_after=2100-01-01&featured_from=2020", []string{"filters filters 1"}},
		{"words of which any will do are spared", "q=ricci+entropy&match=any", nil},
		{"a word alone", "q=zyzzyva", nil},
		{"nothing asked", "", nil},
		{"enough found", "q=networks", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			found := answer[search.Answer](r, "/search?relax=true&limit=0&"+strings.ReplaceAll(test.search, `"`, "%22"))
			if found.Relaxations == nil {
				t.Fatalf("%s: relaxations were requested, but the answer has none", test.search)
			}
			var got []string
			for _, relaxation := range found.Relaxations {
				got = append(got, fmt.Sprint(relaxation.Kind, " ", relaxation.Without, " ", relaxation.Total))
				// A search with the parameters finds as many papers as the relaxation says.
				again := answer[search.Answer](r, "/search?"+relaxation.Params.Encode())
				if again.Total != relaxation.Total || again.Relaxations != nil {
					t.Errorf("%s finds %d, and %v unasked; want %d", relaxation.Params.Encode(), again.Total, again.Relaxations, relaxation.Total)
				}
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.search, diff)
			}
		})
	}
}

func TestRelaxationsFitTheSchema(t *testing.T) {
	r := newRig(t)
	for _, search := range []string{"q=zyzzyva+networks&match=all", "q=zyzzyva+networks", "q=ricci", "q=networks", "q=networks+ricci+author:nobody&venue=nowhere&match=all"} {
		status, body := r.get("/search?relax=true&" + search)
		if status != http.StatusOK || !strings.Contains(body, `"relaxations":[`) {
			t.Errorf("%s: %d %s", search, status, body)
		}
		api.ValidateAnswer(t, "get", "/search", status, body)
	}
	if _, body := r.get("/search?q=zyzzyva"); strings.Contains(body, "relaxations") {
		t.Errorf("relaxations were not requested: %s", body)
	}
}
