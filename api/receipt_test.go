package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"paperboy/api/search"
)

func (r *rig) receipt(query string) search.ReceiptAnswer {
	r.Helper()
	return answer[search.ReceiptAnswer](r, "/receipt?"+query)
}

// again opens the address in a receipt.
func (r *rig) again(a search.ReceiptAnswer) search.ReceiptAnswer {
	r.Helper()
	_, query, _ := strings.Cut(a.URL, "?")
	again := r.receipt(query)
	if again.Check == nil || again.Claim != a.Claim || again.URL != a.URL {
		r.Fatalf("the receipt %+v is now %+v", a, again)
	}
	return again
}

func TestReceipt(t *testing.T) {
	r := newRig(t)
	a := r.receipt("q=attention+networks&from=2015&match=all")
	if a.Total != 2 || a.Papers != 5 || a.Check != nil || a.Query.Match != "all" || a.Signature == "" {
		t.Fatalf("receipt %+v", a)
	}

	// The digest can be computed from the exported file.
	_, exported := r.get("/export?format=jsonl&q=attention+networks&from=2015&match=all")
	var ids []string
	for line := range strings.Lines(string(exported)) {
		var p struct{ ID string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.ID+"\n")
	}
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, "")))
	if got := hex.EncodeToString(sum[:]); got != a.SHA256 {
		t.Errorf("digest of the export %s, of the receipt %s", got, a.SHA256)
	}

	if c := r.again(a).Check; !c.Signed || !c.Same || c.Added != 0 || c.Changed != 0 || c.Total != 2 {
		t.Errorf("before any change: %+v", c)
	}
	add := func(line string) {
		if status, body := r.post("/papers?wait=visible", line); status != http.StatusOK {
			t.Fatalf("POST /papers: %d %s", status, body)
		}
	}
	add(`{"id":"arxiv:2601.00001","title":"Attention networks again","date":"2026"}`)
	if c := r.again(a).Check; !c.Signed || !c.Same || c.Added != 1 || c.Changed != 0 || c.Total != 3 || c.SHA256 == a.SHA256 {
		t.Errorf("after one more: %+v", c)
	}
	add(`{"id":"arxiv:math/0211159","title":"The entropy formula for the Ricci flow and attention networks, at a greater length","date":"2025-11"}`)
	if c := r.again(a).Check; c.Same && c.Changed == 0 {
		t.Errorf("after a change: %+v", c)
	}
	if answer, body := r.do(http.MethodDelete, "/papers/acl:2020.acl-main.1", nil, "Authorization", "Bearer "+token); answer.StatusCode != http.StatusOK {
		t.Fatalf("DELETE: %d %s", answer.StatusCode, body)
	}
	if c := r.again(a).Check; c.Same {
		t.Errorf("after a deletion: %+v", c)
	}
}

func TestReceiptForged(t *testing.T) {
	r := newRig(t)
	_, query, _ := strings.Cut(r.receipt("q=attention").URL, "?")
	for name, value := range map[string]string{"total": "3", "q": "attention networks", "at": "2020-01-01T00:00:00Z", "signature": "AAAA", "category": "cs.LG"} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		v.Set(name, value)
		if r.receipt(v.Encode()).Check.Signed {
			t.Errorf("a receipt with another %s is accepted as signed", name)
		}
	}
}

func TestReceiptRefuses(t *testing.T) {
	r := newRig(t)
	for query, code := range map[string]string{"sort=newest": "unknown_parameter", "total=-1": "out_of_range", "at=yesterday": "invalid_date", "sha256=" + strings.Repeat("f", 65): "too_long",
		"q=ab*+foo:bar": "not_understood", "q=PROTECTION+OF+DATA+OR+INFORMATION": "not_understood", "q=" + strings.Repeat("%22a+b%22+", 501): "too_complex"} {
		if status, body := r.get("/receipt?" + query); status != http.StatusBadRequest || !strings.Contains(body, `"code":"`+code+`"`) {
			t.Errorf("%s: %d %s, want %s", query, status, body, code)
		}
	}
}
