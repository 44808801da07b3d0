package sqlfile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"errors"
	"sync"

	"modernc.org/sqlite"

	"paperboy/data/store"
)

// Seal encrypts the reading key of a list with its editing key, so that only holders of the
// editing key can see the reading key. It uses AES-256-GCM and puts the nonce before the
// ciphertext. The key of the cipher is a hash of the editing key other than the one in the
// store. Since a list key has 130 random bits, the hash need not be slow.
func Seal(edit, read store.ListKey) ([]byte, error) {
	gcm, err := listCipher(edit)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	rand.Read(nonce)
	return gcm.Seal(nonce, nonce, []byte(read), nil), nil
}

var ErrSealed = errors.New("the reading key cannot be decrypted")

// Unseal returns the reading key that seal encrypted.
func Unseal(edit store.ListKey, sealed []byte) (store.ListKey, error) {
	gcm, err := listCipher(edit)
	if err != nil {
		return "", err
	}
	if len(sealed) < gcm.NonceSize() {
		return "", ErrSealed
	}
	read, err := gcm.Open(nil, sealed[:gcm.NonceSize()], sealed[gcm.NonceSize():], nil)
	if err != nil {
		return "", ErrSealed
	}
	return store.ListKey(read), nil
}

// listCipher returns the cipher for an editing key.
func listCipher(edit store.ListKey) (cipher.AEAD, error) {
	key := sha256.Sum256([]byte("paperboy key for reading\x00" + edit))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// registerSeal registers seal as an SQL function, for a migration. The driver registers
// functions for the whole process.
var registerSeal = sync.OnceValue(func() error {
	return sqlite.RegisterScalarFunction("paperboy_seal", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		edit, ok := args[0].(string)
		read, ok2 := args[1].(string)
		if !ok || !ok2 {
			return nil, nil // the list lacks its editing key, which Check reports
		}
		return Seal(store.ListKey(edit), store.ListKey(read))
	})
})

// KeyHash returns what is stored of a key.
func KeyHash(key store.ListKey) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

// NewListKey returns a new random key.
func NewListKey() store.ListKey { return store.ListKey(rand.Text()) }
