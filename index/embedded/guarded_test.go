package embedded_test

import (
	"context"
	"reflect"
	"testing"

	"paperboy/index"
	"paperboy/index/embedded"
	"paperboy/index/embedded/snapshot"
	"paperboy/index/query"
)

// guarded is an engine whose answers may not hold memory of the files of lanes, which ends
// with the snapshot.
type guarded struct {
	*embedded.Engine
	t *testing.T
}

func (g guarded) Search(ctx context.Context, r index.Request) (index.Result, error) {
	answer, err := g.Engine.Search(ctx, r)
	g.wantCopies(answer)
	return answer, err
}

func (g guarded) Similar(ctx context.Context, r index.SimilarRequest) (index.SimilarResult, error) {
	answer, err := g.Engine.Similar(ctx, r)
	g.wantCopies(answer)
	return answer, err
}

func (g guarded) Near(ctx context.Context, field query.Field, form string, edits int) ([]index.NearForm, error) {
	answer, err := g.Engine.Near(ctx, field, form, edits)
	g.wantCopies(answer)
	return answer, err
}

// wantCopies fails if a string or slice of an answer is in a mapped file.
func (g guarded) wantCopies(answer any) {
	v, err := g.Acquire()
	if err != nil {
		return
	}
	defer v.Release()
	each(reflect.ValueOf(answer), func(at reflect.Value) {
		if isMapped(v, at) {
			g.t.Errorf("an answer holds %q, which ends with the snapshot", at)
		}
	})
}

func isMapped(v *snapshot.Snapshot, at reflect.Value) bool {
	for i := range v.Segments {
		file := v.Segments[i].Lanes
		if file == nil {
			continue
		}
		if at.Kind() == reflect.String && file.Holds(at.String()) || at.Kind() == reflect.Slice && file.HoldsAddress(at.Pointer()) {
			return true
		}
	}
	return false
}

// each calls f for all strings and slices in v.
func each(v reflect.Value, f func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		f(v)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice {
			f(v)
		}
		for i := range v.Len() {
			each(v.Index(i), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), f)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			each(entries.Key(), f)
			each(entries.Value(), f)
		}
	case reflect.Pointer, reflect.Interface:
		each(v.Elem(), f)
	}
}

// TestGuard wants the guard to tell what is mapped from what is not.
func TestGuard(t *testing.T) {
	engine := open(t, t.TempDir()).(guarded)
	defer engine.Close()
	if err := engine.Apply(t.Context(), somePapers(3), 3); err != nil {
		t.Fatal(err)
	}
	if err := engine.WaitVisible(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	v, err := engine.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	defer v.Release()
	c := v.Segments[0].Columns
	for want, value := range map[bool]any{true: c.Titles.Start(1), false: "text"} {
		if isMapped(v, reflect.ValueOf(value)) != want {
			t.Errorf("%q: want %v", value, want)
		}
	}
	if !isMapped(v, reflect.ValueOf(c.Added)) || isMapped(v, reflect.ValueOf([]int64{1})) {
		t.Error("of slices it is wrong")
	}
}
