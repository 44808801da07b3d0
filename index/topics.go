package index

import (
	"context"

	"paperboy/data"
)

// Topics finds what some papers are about more often than others, by the phrases of their
// titles. It reads the store's log, and may be a moment behind.
type Topics interface {
	// Topics returns the phrases that distinguish the titles of some papers most from those of
	// the library, the most characteristic first. Papers that it does not know are left out.
	Topics(ctx context.Context, r TopicsRequest) (TopicsResult, error)
}

// TopicsRequest asks about some papers. Those after the first MaxTopicPapers are ignored.
type TopicsRequest struct {
	Papers []data.Number
	// Limit is the number of phrases, at most MaxTopics.
	Limit int
}

const (
	// MaxTopicPapers is how many titles are read: what takes some 5 ms.
	MaxTopicPapers = 300
	MaxTopics      = 50
	// MinTopic is how many of the titles must have a phrase.
	MinTopic = 2
)

// TopicsResult is the answer to a TopicsRequest.
type TopicsResult struct {
	Topics []Topic
	// Sequence is that of the log as far as it was read.
	Sequence data.Sequence
}

// Topic is a phrase of some titles.
type Topic struct {
	// Text is the phrase as most of the titles write it.
	Text string
	// Papers is how many of the titles have it, in singular or plural.
	Papers int
}
