package params

import (
	"regexp"
	"testing"

	"paperboy/index"
)

// TestAuthorCountPattern checks that the pattern in the OpenAPI document matches exactly the values
// that the parameter accepts.
func TestAuthorCountPattern(t *testing.T) {
	check := valueChecks[index.FacetAuthorCount]
	pattern := regexp.MustCompile(check.pattern)
	for _, s := range append(index.AuthorCountValues(), " 21", "6", "0", "22+", "x") {
		_, refused := check.read(s)
		if got, want := pattern.MatchString(s), refused == nil; got != want {
			t.Errorf("the pattern matches %q: %v, want %v (%v)", s, got, want, refused)
		}
	}
}
