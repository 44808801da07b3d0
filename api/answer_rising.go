package api

import "paperboy/data"

// RisingAnswer is the answer to GET /rising.
type RisingAnswer struct {
	// Month is the last of the months looked at, null where no paper is known by its
	// month. First and Last bound the months with papers.
	Month data.Date `json:"month"`
	First data.Date `json:"first"`
	Last  data.Date `json:"last"`
	// Papers are those of the three months, PapersBefore of the twelve before them.
	Papers       int          `json:"papers"`
	PapersBefore int          `json:"papers_before"`
	Terms        []RisingTerm `json:"terms"`
	TookMS       float64      `json:"took_ms"`
}

// RisingTerm is a phrase that stands in more titles than before.
type RisingTerm struct {
	Text string `json:"text"`
	// Query finds the papers that have it in their title.
	Query        string `json:"query"`
	Papers       int    `json:"papers"`
	PapersBefore int    `json:"papers_before"`
	// AtLeast is how many times as frequent it is, at least, with 95 % confidence.
	AtLeast float64 `json:"at_least"`
	// Months are its last two years.
	Months []MonthCount `json:"months"`
}

// MonthCount is how many of a month's papers have a phrase in their title.
type MonthCount struct {
	Month data.Date `json:"month"`
	Count int       `json:"count"`
	// Of is how many papers the month has.
	Of int `json:"of"`
}
