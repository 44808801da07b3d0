package data

import "time"

// Observation is how much attention a paper had at a time, as a source stated it. A number that
// the source did not state is nil.
type Observation struct {
	At       time.Time `json:"at"`
	Upvotes  *int      `json:"upvotes"`
	Comments *int      `json:"comments"`
	Stars    *int      `json:"stars"`
}
