package arxiv

import (
	"testing"

	"paperboy/data/format/formattest"
)

// TestOtherRepositories reads what repositories other than arXiv say about publications.
func TestOtherRepositories(t *testing.T) {
	for _, f := range Formats() {
		if f.Name == "oai-pmh" {
			formattest.Golden(t, f, "testdata/doaj.xml")
		}
	}
}
