package data

import (
	"reflect"
	"testing"
)

func TestCountAdd(t *testing.T) {
	var sum Count
	part := Count{1, 2, 3, 4, 5, 6, 7, 8}
	sum.Add(part)
	sum.Add(part)
	for i := range reflect.TypeFor[Count]().NumField() {
		if got, want := reflect.ValueOf(sum).Field(i).Int(), 2*reflect.ValueOf(part).Field(i).Int(); got != want {
			t.Errorf("%s: got %d, want %d", reflect.TypeFor[Count]().Field(i).Name, got, want)
		}
	}
}

func TestRecordReject(t *testing.T) {
	r := Record{Paper: Paper{ID: "x:1"}, Entry: "line 3", Line: 3, File: "papers.zip", Member: "a.jsonl"}
	want := Rejection{File: "papers.zip", Entry: "a.jsonl, line 3", Line: 3, ID: "x:1", Code: "missing_title", Reason: "a title is required"}
	if got := r.Reject(want.Code, want.Reason); *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
	if got, want := want.Error(), "papers.zip: a.jsonl, line 3: a title is required"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
