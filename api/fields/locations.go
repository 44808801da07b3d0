package fields

import (
	"context"
	"slices"

	"paperboy/api/access"
	"paperboy/data"
	"paperboy/data/store"
)

// Location returns where a source was read from as the caller of ctx may know it. Only callers who may
// change papers see in which folder of the server a file is: see [data.WithoutFolder].
func Location(ctx context.Context, location string) string {
	if access.From(ctx).May(store.ScopeWrite) {
		return location
	}
	return data.WithoutFolder(location)
}

// WithLocations returns p with the locations of its sources as the caller may know them. The sources
// of p are not changed.
func WithLocations(ctx context.Context, p data.Paper) data.Paper {
	p.Sources = slices.Clone(p.Sources)
	for i := range p.Sources {
		p.Sources[i].Location = Location(ctx, p.Sources[i].Location)
	}
	return p
}

// HideLocations changes the locations in an explanation to those that the caller may know.
func HideLocations(ctx context.Context, e *data.Explanation) {
	for i := range e.Fields {
		f := &e.Fields[i]
		f.Location = Location(ctx, f.Location)
		for j := range f.Alternatives {
			f.Alternatives[j].Location = Location(ctx, f.Alternatives[j].Location)
		}
	}
	for i := range e.Warnings {
		e.Warnings[i].Location = Location(ctx, e.Warnings[i].Location)
	}
}
