// Package similar has the use cases of recommending: papers like others or like a text
// (similar.go), papers between two (similar.go), and the neighbourhood of one as a graph
// (neighbourhood.go).
//
// Each use case has a struct of parameters with a table that reads and checks it, an answer,
// and a method of [Service]. The package knows nothing of HTTP. What is similar is decided by
// package recommend.
package similar

import (
	"time"

	"paperboy/data/store"
	"paperboy/recommend"
)

// Service recommends papers. All methods may be called concurrently.
type Service struct {
	Store       store.Store
	Recommender *recommend.Recommender
	Now         func() time.Time
}
