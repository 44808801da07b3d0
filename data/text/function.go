package text

// IsFunctionWord reports whether a normalized word is one of 128 English function words, such
// as "the" and "of". They are indexed, for phrases, but are neither scored nor counted unless
// a query has no other words.
func IsFunctionWord(word string) bool {
	switch word {
	case "a", "about", "above", "after", "again", "against", "all", "also", "am", "an",
		"and", "any", "are", "as", "at", "be", "because", "been", "before", "being",
		"below", "between", "both", "but", "by", "can", "could", "did", "do", "does",
		"doing", "down", "during", "each", "few", "for", "from", "further", "had", "has",
		"have", "having", "he", "her", "here", "hers", "him", "his", "how", "i",
		"if", "in", "into", "is", "it", "its", "itself", "just", "may", "me",
		"might", "more", "most", "must", "my", "no", "nor", "not", "now", "of",
		"off", "on", "once", "only", "or", "other", "our", "ours", "out", "over",
		"own", "same", "shall", "she", "should", "so", "some", "such", "than", "that",
		"the", "their", "them", "themselves", "then", "there", "these", "they", "this", "through",
		"to", "too", "under", "until", "up", "upon", "us", "very", "was", "we",
		"were", "what", "when", "where", "whether", "which", "while", "who", "whom", "why",
		"will", "with", "within", "without", "would", "you", "your", "yours":
		return true
	}
	return false
}
