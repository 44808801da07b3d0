package openreview

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// The shapes of both APIs, as documented at docs.openreview.net.
const (
	api2 = `{"notes":[{"id":"aB3_x-9","forum":"aB3_x-9","content":{"title":{"value":"On   Papers"},"authors":{"value":["Ada Lovelace","Grace Hopper"]},"authorids":{"value":["~Ada1"]},
"abstract":{"value":"We read $x$."},"venue":{"value":"ICLR 2024 poster"},"pdf":{"value":"/pdf/0123.pdf"},"_bibtex":{"value":"@x{}"}},
"invitations":["ICLR.cc/2024/Conference/-/Submission"],"signatures":["ICLR.cc"],"pdate":1705408943000,"tcdate":1695468520363,"replyto":null},
{"id":"R1","forum":"aB3_x-9","replyto":"aB3_x-9","content":{"title":{"value":"Official Review"}},"signatures":["x"]}],"count":2}`
	api1 = `{"notes":[{"id":"H1","forum":"H1","content":{"title":"On Papers","authors":["Ada Lovelace"],"abstract":"A.","html":"https://arxiv.org/abs/1611.01462v1","pdf":"/pdf?id=H1"},
"invitation":"ICLR.cc/2017/conference/-/submission","signatures":["~A1"],"tcdate":1478289049448,"cdate":null}]}`
)

func TestNotes(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want data.Record
	}{
		"API 2, with a review": {api2, data.Record{Paper: data.Paper{
			ID: "openreview:aB3_x-9", Title: "On Papers", Abstract: "We read $x$.", Authors: []string{"Ada Lovelace", "Grace Hopper"}, AuthorCount: formattest.Pointer(2),
			Date: data.Date{Year: 2024, Month: 1, Day: 16}, Venue: "ICLR 2024 poster", URLs: []string{"https://openreview.net/forum?id=aB3_x-9", "https://openreview.net/pdf/0123.pdf"},
		}}},
		"API 1": {api1, data.Record{Aliases: []data.ID{"openreview:H1"}, Paper: data.Paper{
			ID: "arxiv:1611.01462", Title: "On Papers", Abstract: "A.", Authors: []string{"Ada Lovelace"}, AuthorCount: formattest.Pointer(1),
			Date: data.Date{Year: 2016, Month: 11, Day: 4}, URLs: []string{"https://openreview.net/forum?id=H1", "https://openreview.net/pdf?id=H1"},
		}}},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniff([]byte(test.text)) || sniff([]byte(`{"forum":"a","content":"b"}`)) {
				t.Error("sniff is wrong")
			}
			records, rejects := formattest.ReadText(t, Format().Read, "notes.json", test.text)
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d records, rejects %v", len(records), rejects)
			}
			if diff := cmp.Diff(test.want, records[0], cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Record{}, "Origin", "Entry", "Line")); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
			if got := records[0].Origin.Source; got != "openreview" {
				t.Errorf("the source is %q", got)
			}
		})
	}
}

// TestRejects checks notes without a title, and dates that are none.
func TestRejects(t *testing.T) {
	_, rejects := formattest.ReadText(t, Format().Read, "notes.json", `{"notes":[{"id":"x","forum":"x","content":{"title":{"value":[]},"authors":5},"signatures":[]}]}`)
	if diff := cmp.Diff([]string{"entry 1 (x) (openreview:x) missing_title: a title is required: there is no content.title"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if got := day("soon"); !got.IsZero() {
		t.Errorf("the day of %q is %v", "soon", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(api2)
	f.Add(api1)
	formattest.Fuzz(f, Format())
}
