package fetch

import (
	"strings"

	"paperboy/data"
)

// thumbnailURL is where Hugging Face has the pictures of the papers of its lists.
const thumbnailURL = "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/"

// Thumbnail returns the address of the picture of a paper of Daily Papers, or "" if a paper with
// such an id has none. Every address in two years of its lists is made like this, so none that a
// list states is ever requested.
func (d DailyPapers) Thumbnail(id data.ID) string {
	number, ok := strings.CutPrefix(string(id), data.SchemeArXiv+":")
	if !ok || strings.Contains(number, "/") {
		return ""
	}
	return thumbnailURL + number + ".png"
}
