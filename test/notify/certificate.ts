/*
 * A certificate for the mail server of the tests, signed by itself, for localhost and 127.0.0.1 until 2126. Its key protects
 * nothing.
 */

export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCCf1A1YMayXNxFzF
Q8tXr1ITecYxrlHf5BAe1ra8YRihRANCAAS1ms5WCbjdaESM5G+6s0b4xlK4T0/I
4rw86O7gox62rk7rHowBf5eemW5vouZZPmHfXQcAW4Cns5dK5Cln2gbm
-----END PRIVATE KEY-----
`;

export const certificate = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUApR+vId8N/alIUxopreWn+78vFIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTAyMzQxNloYDzIxMjYxMTAx
MDIzNDE2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS1ms5WCbjdaESM5G+6s0b4xlK4T0/I4rw86O7gox62rk7rHowBf5ee
mW5vouZZPmHfXQcAW4Cns5dK5Cln2gbmo28wbTAdBgNVHQ4EFgQUM48nNrkrYSZy
n1e6vgtTqPt4z+4wHwYDVR0jBBgwFoAUM48nNrkrYSZyn1e6vgtTqPt4z+4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAKggaTXQ8B1zw03Sz4LAowwPiBph3hKvbdwNi6gaQemnAiEA
tF/qfULF3NLFRljhTUFMM8VPoVPfiFsHuI7BI7A6f0o=
-----END CERTIFICATE-----
`;
