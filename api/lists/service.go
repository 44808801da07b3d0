// Package lists has the use cases of reading lists: opening them (lists.go), changing them
// (change.go), deleting the unused ones (prune.go), exporting them (export.go) and recommending
// papers for them (recommend.go).
//
// Whoever has a list's key may read it, or change it; an administrator may name it by its ID.
// Each use case has parameters, an answer, and a method of [Service]. The package knows
// nothing of HTTP.
package lists

import (
	"time"

	"paperboy/api/fair"
	"paperboy/api/similar"
	"paperboy/data/store"
)

// Service keeps reading lists. All methods may be called concurrently. Make one with [New].
type Service struct {
	Options
	makers *fair.Limiters
}

// Options are what a Service uses.
type Options struct {
	Store store.Store
	// Similar recommends papers for a list.
	Similar *similar.Service
	Now     func() time.Time
}

// New makes a Service.
func New(o Options) *Service {
	return &Service{o, fair.NewLimiters(fair.Rate{PerSecond: listsAnHour / 3600., Burst: listBurst}, o.Now)}
}
