// Routers that answer an address only as it is written in the contract.
import express, { type Router } from 'express';

/** A router that tells upper case from lower and `/places` from `/places/`: an address beside the contract does not exist. */
export const strictRouter = (): Router => express.Router({ caseSensitive: true, strict: true });
