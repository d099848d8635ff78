/** Version of the package: a constant, since reading package.json would cost start-up time. A test keeps them equal. */
export const version = '0.1.0';
